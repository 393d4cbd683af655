import { ConfigurationError } from '../errors';
import { storable, unstorableIn } from '../record';

const LONGEST = 200;

/** The name a decision is kept under. Throws a ConfigurationError for none, and for one that would pass for a policy's. */
export function checkWho(who: string): string {
	const name = who.trim();
	const isFit = name !== '' && name.length <= LONGEST && unstorableIn(storable(name)) === null && !name.startsWith('policy:');
	if (!isFit) throw new ConfigurationError(`'${name.slice(0, 40)}' cannot stand for who decides. Give a name of at most ${LONGEST} characters that does not begin with 'policy:', e.g. Ada Lovelace.`);
	return name;
}
