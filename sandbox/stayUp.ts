import type { Boot, Sandbox } from './boot';
import { describeRun } from './report';
import { progressTeller } from './runProgress';
import { runSync } from './syncRuns';

/** The first sync, then the schedule; prints where to look, and resolves when n8n ends or the signal comes. */
export async function stayUp(sandbox: Sandbox, boot: Pick<Boot, 'say' | 'signal' | 'state' | 'options'>): Promise<'asked' | 'n8n ended'> {
	const onPoll = progressTeller(sandbox.systems.databaseUrl, boot.say);
	try {
		boot.say(...describeRun(await runSync({ ...sandbox.full, onPoll })));
	} catch (error) {
		if (boot.signal.aborted) throw error;
		// n8n is there to look into it: the execution with its error, the credentials, the node's settings.
		boot.say(error instanceof Error ? error.message : String(error));
	}
	// Where the user has switched it off in an earlier sandbox, it stays off.
	if (boot.state.isNew) await sandbox.activate();
	boot.say(...invitation(sandbox, boot, await sandbox.isActive()));
	return await Promise.race([
		new Promise<'asked'>((resolve) => boot.signal.addEventListener('abort', () => resolve('asked'))),
		sandbox.n8n.ended.then((): 'asked' | 'n8n ended' => (boot.signal.aborted ? 'asked' : 'n8n ended')),
	]);
}

function invitation(sandbox: Sandbox, { state, options }: Pick<Boot, 'state' | 'options'>, isActive: boolean): readonly string[] {
	const { openProject } = sandbox.systems;
	return [
		isActive ? 'ready. The workflow syncs every 15 minutes from now on.' : 'ready. The workflow is not active in n8n, so it syncs only when you run it there.',
		'',
		`  Open        ${sandbox.workflowUrl}`,
		`  User        ${sandbox.owner.email}`,
		`  Password    ${sandbox.owner.password}`,
		'',
		...(options.own === null ? [`  PostgreSQL  ${sandbox.systems.databaseUrl}`] : []),
		`  OpenProject ${openProject.url}${options.own === null ? `/api/v3  (Basic auth, user apikey, password ${openProject.key})` : ''}`,
		`  Data        ${state.folder}`,
		'',
		'Ctrl-C ends it all.',
	];
}
