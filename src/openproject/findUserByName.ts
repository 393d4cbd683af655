import { ConfigurationError } from '../errors';
import type { OpenProjectApi } from './api';
import { idOf } from './ids';
import { own, stringAt } from './json';
import { closestSentence } from './lookups';
import { foldName, isSameName } from './names';
import { readAll } from './readAll';

/** A person or group that a name, login or e-mail address stands for among the people the API user can see. */
export async function findUserByName(api: OpenProjectApi, name: string): Promise<{ readonly id: string; readonly name: string }> {
	const filters = JSON.stringify([{ any_name_attribute: { operator: '~', values: [foldName(name)] } }]);
	const people = await readAll(api, '/api/v3/principals', { filters });
	const exact = people.filter((person) => ['name', 'login', 'email'].some((key) => isSameName(stringAt(person, key) ?? '', name, { anyCase: true })));
	if (exact.length === 1) return { id: idOf(own(exact[0], 'id'), `'${name}'`), name: stringAt(exact[0], 'name') ?? name };
	const names = people.map((person) => stringAt(person, 'name') ?? '').filter((one) => one !== '');
	if (exact.length > 1) throw new ConfigurationError(`${exact.length} people in OpenProject go by '${name}'. Give the user's id instead.`);
	throw new ConfigurationError(`Nobody in OpenProject whom the API user can see goes by '${name}'. ${names.length === 0 ? '' : closestSentence(name, names)}`.trim());
}
