const GREATEST_INTEGER = 2_147_483_647;

/** A lockVersion as it is kept; one beyond what OpenProject's own column holds is not: a write then learns it from the answer that refuses it. */
export function storableLock(lockVersion: number): number | null {
	return lockVersion >= 0 && lockVersion <= GREATEST_INTEGER ? lockVersion : null;
}
