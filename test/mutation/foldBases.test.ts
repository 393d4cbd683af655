import { foldBases } from '../../src/plan';

describe('folding what moved base', () => {
	it('E17: adds what was agreed, takes away what was parked, and begins anew at a snapshot', () => {
		const agreed = { kind: 'agree', agreed_local: { title: 'a', due: null }, agreed_remote: { subject: 'a', dueDate: null } };
		const parked = { kind: 'park', agreed_local: { due: null }, agreed_remote: { dueDate: null } };
		const updated = { kind: 'update', agreed_local: { title: 'b' }, agreed_remote: { subject: 'b' } };
		expect(foldBases([agreed, parked, updated])).toEqual({ local: { title: 'b' }, remote: { subject: 'b' } });
		expect(foldBases([agreed, { ...parked, kind: 'snapshot' }, updated])).toEqual({ local: { due: null, title: 'b' }, remote: { dueDate: null, subject: 'b' } });
	});
});
