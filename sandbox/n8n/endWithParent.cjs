/**
 * Loaded into n8n before n8n: ends it when the sandbox that started it is gone without having said so (killed, crashed),
 * so that nothing is left running. The parent of an orphan changes. What does not end when asked is killed, with its group.
 */
const parent = process.ppid;
const PATIENCE_MS = 12_000;

const watch = setInterval(() => {
	if (process.ppid === parent) return;
	clearInterval(watch);
	setTimeout(() => process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL'), PATIENCE_MS).unref();
	process.kill(process.pid, 'SIGTERM');
}, 2000).unref();
