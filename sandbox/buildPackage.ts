import { npmCommand } from './processes/npm';
import { lastLines, runCommand } from './processes/runCommand';

/** Compiles the package that n8n is to load, by its own build script. */
export async function buildPackage(checkout: string, signal: AbortSignal): Promise<void> {
	const result = await runCommand({ ...npmCommand(['run', 'build', '--silent']), cwd: checkout, signal });
	signal.throwIfAborted();
	if (result.code === 0) return;
	// The compiler complains on stdout; what follows on stderr is only the script falling over it.
	const said = result.stdout.trim() === '' ? result.stderr : result.stdout;
	throw new Error(`The package does not build. 'npm run build' said:\n${lastLines(said, 20)}`);
}
