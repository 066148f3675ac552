import { DropdownMenu as Radix } from 'radix-ui';
import { useState, type ReactNode } from 'react';

export interface MenuItem {
  name: string;
  hint?: string;
  disabled?: boolean;
  onSelect(): void;
}

interface Props {
  /** What a screen reader calls the button. */
  label: string;
  trigger: ReactNode;
  /** Groups, each with a heading or none. */
  groups: { heading?: string; items: MenuItem[] }[];
  className?: string;
  testId?: string;
}

export function Menu({ label, trigger, groups, className = 'button quiet icon', testId }: Props) {
  const [isOpen, setOpen] = useState(false);

  // Inside the page's main part, because what lies outside of all landmarks is hard to find for who does not see it.
  return (
    <Radix.Root modal={false} open={isOpen} onOpenChange={setOpen}>
      <Radix.Trigger className={className} aria-label={label} title={label} data-testid={testId}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={document.querySelector('main')}>
        <Radix.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          {groups.map((group, i) => (
            <Radix.Group key={i}>
              {group.heading !== undefined && <Radix.Label className="menu-label">{group.heading}</Radix.Label>}
              {group.items.map((item) => (
                <Radix.Item key={item.name} className="menu-item" disabled={item.disabled} onSelect={item.onSelect}>
                  {item.name}
                  {item.hint !== undefined && <span>{item.hint}</span>}
                </Radix.Item>
              ))}
            </Radix.Group>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
