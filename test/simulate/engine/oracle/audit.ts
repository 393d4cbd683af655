import type { Client } from 'pg';

type Values = Readonly<Record<string, unknown>>;

interface Step {
	readonly link: string;
	readonly kind: string;
	readonly local: Values | null;
	readonly remote: Values | null;
}

/** E17: what the operations agreed on, put together link by link from its last snapshot, is the base stored. */
export async function auditBreaks(admin: Client): Promise<readonly string[]> {
	const { rows: steps } = await admin.query<Step>(`select link::text, kind, agreed_local as local, agreed_remote as remote from batch_sync.operation o where status = 'done' and base_after is not null order by o.settled_order`);
	const { rows: links } = await admin.query<{ id: string; local: Values; remote: Values }>('select id::text, base_local as local, base_remote as remote from batch_sync.link l order by l.id');
	return links.flatMap((link) => {
		const own = steps.filter((step) => step.link === link.id);
		return (['local', 'remote'] as const).flatMap((side) => {
			const folded = own.reduce<Values>((base, step) => next(base, step.kind, step[side]), {});
			return sorted(folded) === sorted(link[side]) ? [] : [`E17 link ${link.id}: the operations come to the ${side} base ${sorted(folded)}, stored is ${sorted(link[side])}`];
		});
	});
}

function next(base: Values, kind: string, part: Values | null): Values {
	if (kind === 'snapshot') return part ?? {};
	if (kind === 'park') return Object.fromEntries(Object.entries(base).filter(([name]) => !Object.hasOwn(part ?? {}, name)));
	return { ...base, ...part };
}

function sorted(values: Values): string {
	return JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
