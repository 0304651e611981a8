import { build } from 'esbuild';

await build({ entryPoints: ['main.ts'], bundle: true, minify: true, sourcemap: true, format: 'iife', outfile: 'dist/main.js' });
