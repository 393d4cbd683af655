import { textOf, type Values } from './values';

/** Schema of the package's own tables, from a node's options. Default: batch_sync. */
export function packageSchemaOf(options: Values): string {
	return textOf(options['packageSchema'], 'Package Schema', 'batch_sync');
}
