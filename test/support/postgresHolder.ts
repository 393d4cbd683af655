import { startEmbeddedPostgres } from '../../sandbox/postgres';

/** A program that starts a server, says its process's id and port, and never stops it. Arguments: data folder, 'keep' or 'temporary'. */
const [dataDir = '', kind] = process.argv.slice(2);
void startEmbeddedPostgres({ dataDir, durable: false, temporary: kind === 'temporary' }).then(({ port }) => {
	process.stdout.write(`${port}\n`);
	setInterval(() => undefined, 60_000);
});
