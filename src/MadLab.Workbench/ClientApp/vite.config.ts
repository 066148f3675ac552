import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Relative, so that the page works below any path and any proxy's prefix.
  base: './',
  plugins: [react()],
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    sourcemap: false,
    modulePreload: { polyfill: false },
    // Inlined files would be data: addresses, which the page's content security policy does not let in.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_200,
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
