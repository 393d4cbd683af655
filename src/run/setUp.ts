import { migrate, remarksOnPath } from '../postgres';
import { tablesIn } from '../postgres/stores/tables';
import { describePair, factsOf } from './describePair';
import type { SetUp } from './engine';
import { enterPair } from './openRun';
import { readUserMap } from './userMap';

/** Makes or upgrades the package's tables and checks the pair against both systems. Safe to repeat; writes nothing else. */
export const setUp: SetUp = async (ports, configuration) => {
	const migrated = await migrate(ports.database, ports.schema);
	const described = await ports.database.transaction(async (tx) => {
		await readUserMap(tx, configuration.users);
		const described = await describePair(tx, configuration);
		return { ...described, remarks: [...described.remarks, ...(await remarksOnPath(tx, configuration.local))] };
	});
	const info = await ports.remote.open();
	await enterPair(ports, tablesIn(ports.schema), factsOf(configuration, described, info, ports.remote.urlOf('0')), described);
	return { version: migrated.version, applied: migrated.applied, remarks: [...described.remarks, ...info.remarks] };
};
