/**
 * Loaded into n8n before n8n: ends it when the sandbox that started it is gone without having said so (killed, crashed),
 * so that nothing is left running. The parent of an orphan changes. What does not end when asked is killed, with its group.
 */
const parent = process.ppid;
const PATIENCE_MS = 12_000;

function killAll() {
	try {
		process.kill(-process.pid, 'SIGKILL');
	} catch {
		// Not the leader of a group, or a system without groups.
		process.kill(process.pid, 'SIGKILL');
	}
}

const watch = setInterval(() => {
	if (process.ppid === parent) return;
	clearInterval(watch);
	setTimeout(killAll, PATIENCE_MS).unref();
	process.kill(process.pid, 'SIGTERM');
}, 2000).unref();
