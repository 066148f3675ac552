import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { followAddress } from './sheets/sheets';
import './ui/tokens.css';
import './ui/base.css';
import './ui/components.css';
import './shell/shell.css';

// Dialogs keep the page behind them from scrolling with a style of their own, which the page's policy lets in with this word alone.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="madlab-nonce"]')?.nonce;
if (nonce !== undefined && nonce !== '') {
  setNonce(nonce);
}

// The dragging library would put a style of its own into the page, which its policy refuses. It does not where it finds this; the rule is in grid.css.
const mark = document.createElement('meta');
mark.id = 'react-draggable-style-el';
document.head.append(mark);

followAddress();
const queries = new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false, retry: 1 } } });
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
