import { attacks } from './attacks.mjs';

const end = new AbortController();
const counts = {};
const count = (what) => (counts[what] = (counts[what] ?? 0) + 1);

process.on('disconnect', () => process.exit());
process.on('message', async ({ name, url, token }) => {
  if (!name) {
    process.send({ counts }, () => process.exit());
    return end.abort();
  }
  try {
    await attacks[name]({ url, token, count, signal: end.signal });
  } catch (error) {
    console.error(error);
  }
});
