import { queryOf } from './base';
import { ask, type Schemas } from './client';

export type WorkspaceDocument = Schemas['WorkspaceSchema'] & { tag: string };
export type TemplateDocument = Schemas['TemplateSchema'];
export type TemplateDraft = Schemas['TemplateDraft'];

type WorkspaceAnswer = Schemas['WorkspaceAnswerSchema'];

export async function listWorkspaces(signal?: AbortSignal): Promise<WorkspaceDocument[]> {
  const { body } = await ask<Schemas['WorkspaceListSchema']>('workspaces?limit=100', { signal });
  return body.workspaces.map((w) => ({ ...w, tag: '' }));
}

export async function readWorkspace(id: string, signal?: AbortSignal): Promise<WorkspaceDocument> {
  return documentOf(await ask<WorkspaceAnswer>(`workspaces/${encodeURIComponent(id)}`, { signal }));
}

export async function createWorkspace(title: string, data: unknown): Promise<WorkspaceDocument> {
  return documentOf(await ask<WorkspaceAnswer>('workspaces', { method: 'POST', body: { title, data } }));
}

/** Writes over the version that `tag` names, and no other: `ApiError.isConflict` where somebody wrote in between. */
export async function writeWorkspace(id: string, tag: string, title: string, data: unknown): Promise<WorkspaceDocument> {
  return documentOf(
    await ask<WorkspaceAnswer>(`workspaces/${encodeURIComponent(id)}`, { method: 'PUT', body: { title, data }, headers: { 'If-Match': tag } }));
}

export async function deleteWorkspace(id: string): Promise<void> {
  await ask(`workspaces/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

export async function listTemplates(signal?: AbortSignal): Promise<TemplateDocument[]> {
  return (await ask<Schemas['TemplateListSchema']>('templates', { signal })).body.templates;
}

export async function saveTemplate(draft: TemplateDraft): Promise<void> {
  await ask('templates', { method: 'POST', body: draft });
}

export async function deleteTemplate(name: string): Promise<void> {
  await ask(`templates?${queryOf({ name })}`, { method: 'DELETE' });
}

function documentOf({ body, headers }: { body: WorkspaceAnswer; headers: Headers }): WorkspaceDocument {
  return { ...body.workspace, tag: headers.get('ETag') ?? '' };
}
