import { availableParallelism, loadavg, totalmem } from 'node:os';

/** From this share of the cores on, what else the machine does shows in the figures. */
const BUSY_SHARE = 0.3;

/** What the figures were measured on, and a warning where the machine is busy with something else. */
export function describeHost(): readonly string[] {
	const cores = availableParallelism();
	const [load = 0] = loadavg();
	const lines = [`${cores} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, load ${load.toFixed(2)}`];
	if (load > BUSY_SHARE * cores) lines.push('the machine is busy with something else: figures may come out worse than they are');
	return lines;
}
