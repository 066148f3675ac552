import type { ReactNode } from 'react';
import { describe } from '../api/errors';

export function Skeleton({ rows = 5 }: { rows?: number }) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">Loading</span>
      {Array.from({ length: rows }, (_, i) => (
        <i key={i} style={{ width: `${90 - ((i * 23) % 50)}%` }} />
      ))}
    </div>
  );
}

export function EmptyState({ children }: { children: ReactNode }) {
  return <div className="state muted">{children}</div>;
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { title, text } = describe(error);
  return (
    <div className="state" role="alert">
      <strong>{title}</strong>
      <span className="muted">{text}</span>
      <button type="button" className="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
