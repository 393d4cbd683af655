/** The n8n that the sandbox installs where it finds none. */
export const INSTALLED_N8N = '2.41.1';
/** The Node that comes with it on Linux x64. */
export const INSTALLED_NODE = '24.21.0';

type Version = readonly [number, number, number];

/**
 * n8n versions the sandbox can drive, with the Node each needs (from their own `engines`). Newest first. n8n below 2.0 runs
 * the package as well, but its internal REST interface, through which the sandbox starts the sync, differs.
 */
const SUPPORTED: readonly { readonly from: Version; readonly node: Version }[] = [
	{ from: [2, 36, 0], node: [24, 0, 0] },
	{ from: [2, 23, 0], node: [22, 22, 0] },
	{ from: [2, 10, 0], node: [22, 16, 0] },
	{ from: [2, 0, 0], node: [20, 19, 0] },
];
const BELOW: Version = [3, 0, 0];

/** Whether the sandbox can use an n8n of this version under a Node of that version, and if not, why, in one sentence. */
export function fitOf(n8n: string, node: string): { readonly fits: true } | { readonly fits: false; readonly why: string } {
	const version = versionOf(n8n);
	const runtime = versionOf(node);
	if (version === null) return { fits: false, why: `its version, '${n8n}', cannot be read` };
	if (runtime === null) return { fits: false, why: `the version of its Node, '${node}', cannot be read` };
	const known = SUPPORTED.find(({ from }) => compare(version, from) >= 0);
	if (known === undefined || compare(version, BELOW) >= 0) return { fits: false, why: `it is ${n8n}, and the sandbox can drive 2.0 and later 2.x` };
	if (compare(runtime, known.node) < 0) return { fits: false, why: `it is ${n8n} and needs Node ${known.node.join('.')} or newer, but would run on ${node}` };
	return { fits: true };
}

/** Whether a Node is new enough for the n8n that the sandbox installs. */
export function isNodeForInstalledN8n(node: string): boolean {
	return fitOf(INSTALLED_N8N, node).fits;
}

function versionOf(text: string): Version | null {
	const found = /^v?(\d+)\.(\d+)\.(\d+)/.exec(text.trim());
	return found === null ? null : [Number(found[1]), Number(found[2]), Number(found[3])];
}

function compare(a: Version, b: Version): number {
	return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
