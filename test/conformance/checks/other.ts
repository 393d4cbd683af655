import { errorOf, statusOf, timeMove } from '../answers';
import { always, before, checksOf, seen, since, type Check } from '../check';
import { WORK_PACKAGES, type Json } from '../client';
import { link, type World } from '../world/world';

const check = checksOf('other');

function activitiesOf(workPackage: Json): string {
	return `${WORK_PACKAGES}/${workPackage.id}/activities`;
}

async function activityCount({ member }: World, workPackage: Json): Promise<string> {
	return String((await member.get(activitiesOf(workPackage))).json.total);
}

/** How many people a name finds. */
async function found({ member }: World, text: string): Promise<string> {
	const reply = await member.list({ filters: [{ any_name_attribute: { operator: '~', values: [text] } }] }, '/api/v3/principals');
	return reply.status === 200 ? String(reply.json.total) : errorOf(reply);
}

const activities: readonly Check[] = [
	check({
		id: 'O01',
		behaviour: 'comment: 201',
		expected: always('201'),
		answer: async ({ member, given }) => statusOf(await member.post(activitiesOf(await given.workPackage()), { comment: { raw: 'A comment.' } })),
	}),
	check({
		id: 'O02',
		behaviour: 'comment without permission to comment: 404',
		needs: ['mute'],
		expected: seen('404 NotFound'),
		answer: async ({ given }, { mute }) => errorOf(await mute.post(activitiesOf(await given.workPackage()), { comment: { raw: 'A comment.' } })),
	}),
	check({
		id: 'O03',
		behaviour: 'a comment moves updatedAt and not lockVersion',
		expected: always('moved 0'),
		answer: async ({ member, given }) => {
			const workPackage = await given.workPackage();
			await member.post(activitiesOf(workPackage), { comment: { raw: 'A comment.' } });
			const now = await given.now(workPackage);
			return `${timeMove(workPackage, now)} ${now.lockVersion - workPackage.lockVersion}`;
		},
	}),
	check({
		id: 'O04',
		behaviour: 'edits of one user within five minutes are one activity',
		expected: always('1'),
		answer: async (world) => {
			const created = await world.given.workPackage();
			const edited = await world.given.edited(created, { subject: world.given.subject() });
			await world.given.edited(edited, { subject: world.given.subject() });
			return activityCount(world, created);
		},
	}),
	check({
		id: 'O05',
		behaviour: 'a comment within that time joins the activity of the edit',
		expected: seen('1'),
		answer: async (world) => {
			const created = await world.given.workPackage();
			await world.given.edited(created, { subject: world.given.subject() });
			await world.member.post(activitiesOf(created), { comment: { raw: 'A comment.' } });
			return activityCount(world, created);
		},
	}),
	check({
		id: 'O06',
		behaviour: 'activities have a user link by /users/',
		expected: always('ok'),
		answer: async ({ member, given }) => {
			const { json } = await member.get(activitiesOf(await given.workPackage()));
			return json._embedded.elements.every(({ _links }: Json) => /^\/api\/v3\/users\/\d+$/.test(_links.user.href)) ? 'ok' : 'other links';
		},
	}),
];

const authentication: readonly Check[] = [
	check({
		id: 'O07',
		behaviour: 'bad key: 401, JSON, WWW-Authenticate Basic realm="OpenProject API"',
		expected: always('401 Unauthenticated Basic realm="OpenProject API"'),
		answer: async ({ member }) => {
			const reply = await member.get('/api/v3/users/me', { authorization: `Basic ${Buffer.from('apikey:wrong').toString('base64')}` });
			return `${errorOf(reply)} ${reply.headers.get('www-authenticate')}`;
		},
	}),
	check({
		id: 'O08',
		behaviour: 'bad Bearer token: 401, error="invalid_token"',
		expected: seen('401 Bearer realm="OpenProject API", error="invalid_token"'),
		answer: async ({ member }) => {
			const reply = await member.get('/api/v3/users/me', { authorization: 'Bearer wrong' });
			return `${reply.status} ${reply.headers.get('www-authenticate')}`;
		},
	}),
	check({ id: 'O11', behaviour: '/users/me', expected: always('User'), answer: async ({ member }) => String((await member.get('/api/v3/users/me')).json?._type) }),
];

const paths: readonly Check[] = [
	check({ id: 'O09', behaviour: 'unknown path: 404 JSON', expected: always('404 NotFound'), answer: async ({ member }) => errorOf(await member.get('/api/v3/no_such_thing')) }),
	check({
		id: 'O10',
		behaviour: 'known path, other method: 404 JSON (the catch-all takes every method)',
		expected: seen('404'),
		answer: async ({ member }) => statusOf(await member.send({ method: 'PUT', path: WORK_PACKAGES, body: {} })),
	}),
	check({ id: 'O26', behaviour: 'a work package id that is no number: 404', expected: always('404'), answer: async ({ member }) => statusOf(await member.get(`${WORK_PACKAGES}/abc`)) }),
	check({
		id: 'O22',
		behaviour: 'Date header: none from OpenProject itself (its web server adds one)',
		expected: [],
		answer: async ({ member }) => ((await member.get('/api/v3/users/me')).headers.has('date') ? 'present' : 'absent'),
	}),
];

const people: readonly Check[] = [
	check({ id: 'O12', behaviour: 'principals any_name_attribute', needs: ['colleague'], expected: always('1'), answer: (world, { colleague }) => found(world, colleague.lastName) }),
	check({
		id: 'O13',
		behaviour: 'the same by e-mail address, without permission to see addresses: nobody',
		needs: ['colleague', 'plainMember'],
		expected: seen('0'),
		answer: (world, { colleague }) => found(world, colleague.email),
	}),
	check({
		id: 'O14',
		behaviour: 'any_name_attribute finds "last first"',
		needs: ['colleague'],
		expected: seen('1'),
		answer: (world, { colleague }) => found(world, `${colleague.lastName} ${colleague.firstName}`),
	}),
	check({
		id: 'O25',
		behaviour: 'memberships filtered by principal',
		expected: always('200'),
		answer: async ({ member, memberId }) => statusOf(await member.list({ filters: [{ principal: { operator: '=', values: [String(memberId)] } }] }, '/api/v3/memberships')),
	}),
];

const projects: readonly Check[] = [
	check({ id: 'O15', behaviour: '/projects/1/versions', expected: always('200'), answer: async ({ member, project }) => statusOf(await member.get(`/api/v3/projects/${project.id}/versions`)) }),
	check({ id: 'O16', behaviour: '/projects/1/categories', expected: always('200'), answer: async ({ member, project }) => statusOf(await member.get(`/api/v3/projects/${project.id}/categories`)) }),
	check({
		id: 'O17',
		behaviour: 'the configuration names the largest page (17.4 and later only)',
		expected: [before('17.4', 'absent'), since('17.4', 'present')],
		answer: async ({ member }) => (/"maximumApiV3PageSize"/i.test((await member.get('/api/v3/configuration')).text) ? 'present' : 'absent'),
	}),
	check({
		id: 'O18',
		behaviour: 'schema of a project that is not visible',
		needs: ['stranger'],
		expected: always('404'),
		answer: async ({ project, taskId }, { stranger }) => statusOf(await stranger.get(`${WORK_PACKAGES}/schemas/${project.id}-${taskId}`)),
	}),
	check({
		id: 'O19',
		behaviour: 'the ETag of a schema gives 304',
		expected: always('304'),
		answer: async ({ member, project, taskId }) => {
			const path = `${WORK_PACKAGES}/schemas/${project.id}-${taskId}`;
			const eTag = (await member.get(path)).headers.get('etag');
			return eTag === null ? 'no ETag' : statusOf(await member.get(path, { 'if-none-match': eTag }));
		},
	}),
	check({
		id: 'O20',
		behaviour: 'project by identifier',
		expected: always('the same'),
		answer: async ({ member, project }) => ((await member.get(`/api/v3/projects/${project.identifier}`)).json?.id === project.id ? 'the same' : 'another'),
	}),
	check({
		id: 'O21',
		behaviour: 'types of a project without view_work_packages: 403',
		needs: ['blind'],
		expected: always('403'),
		answer: async ({ project }, { blind }) => statusOf(await blind.get(`/api/v3/projects/${project.id}/types`)),
	}),
];

const belongings: readonly Check[] = [
	check({
		id: 'O23',
		behaviour: 'time entries filtered by work_package (up to 15)',
		expected: [before('16', '200')],
		answer: async ({ member, given }) => statusOf(await member.list({ filters: [{ work_package: { operator: '=', values: [String((await given.workPackage()).id)] } }] }, '/api/v3/time_entries')),
	}),
	check({
		id: 'O24',
		behaviour: 'webhook signature',
		needs: ['webhookSignature'],
		expected: always('sha1'),
		answer: async (_world, { webhookSignature }) => (await webhookSignature()).split('=')[0] ?? '',
	}),
	check({
		id: 'O28',
		behaviour: 'the calendar: days from one to another, with which are worked on, without pages',
		expected: seen('200 4 true,false,false,true'),
		answer: async ({ member }) => {
			const reply = await member.list({ filters: [{ date: { operator: '<>d', values: ['2026-06-26', '2026-06-29'] } }] }, '/api/v3/days');
			const days = (reply.json?._embedded?.elements ?? []) as ReadonlyArray<{ readonly working: boolean }>;
			return `${reply.status} ${reply.json?.total} ${days.map(({ working }) => String(working)).join()}`;
		},
	}),
	check({
		id: 'O27',
		behaviour: 'relations can be added',
		expected: always('201'),
		answer: async ({ member, given }) => {
			const [from, to] = [await given.workPackage(), await given.workPackage()];
			return statusOf(await member.post(`${WORK_PACKAGES}/${from.id}/relations`, { type: 'relates', _links: { to: link('work_packages', to.id) } }));
		},
	}),
];

/** Comments and activities, authentication, people, projects, belongings. */
export const otherChecks: readonly Check[] = [...activities, ...authentication, ...paths, ...people, ...projects, ...belongings];
