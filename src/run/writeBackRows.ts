import type { Transaction } from '../postgres';
import { checkNow, writeBack } from '../postgres/stores/writeRows';
import type { WriteBack } from '../postgres/stores/writeRows';
import type { RunContext } from './context';
import { isAboutData } from './isAboutData';

type Entry = WriteBack & { readonly isWritten: boolean };

/**
 * Writes the output columns. They only report: where PostgreSQL refuses (a status the column's type does not know, a
 * missing right), the rows it takes are written, the sync goes on, and the run says so once.
 */
export async function writeBackRows(tx: Transaction, context: RunContext, entries: readonly Entry[]): Promise<void> {
	const types = new Map(context.description.columns.map((column) => [column.name, column.type]));
	const attempt = async (some: readonly Entry[]): Promise<string | null> => {
		try {
			await tx.savepoint(async () => {
				await writeBack(tx, context.table, types, some);
				await checkNow(tx);
			});
			return null;
		} catch (error) {
			if (!isAboutData(error)) throw error;
			return error.message;
		}
	};
	const refusal = await attempt(entries);
	if (refusal === null) return;
	if (entries.length > 1) for (const entry of entries) await attempt([entry]);
	const remark = `The write-back columns of some rows could not be written: ${refusal}`;
	if (!context.remarks.includes(remark)) context.remarks.push(remark);
}
