import type { Three } from './mergeTokens';

/** A conflicted stretch as git shows it with `--diff3`: local, base and remote between markers, each on lines of its own. */
export function markConflict({ base, local, remote }: Three<string>): string {
	return `<<<<<<< local\n${onLines(local)}||||||| base\n${onLines(base)}=======\n${onLines(remote)}>>>>>>> remote\n`;
}

function onLines(text: string): string {
	return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
