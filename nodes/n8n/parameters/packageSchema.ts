import type { INodeProperties } from 'n8n-workflow';

/** Schema of the package's own tables, as an option; read by `packageSchemaOf`. */
export const packageSchema = (description: string): INodeProperties => ({ displayName: 'Package Schema', name: 'packageSchema', type: 'string', default: 'batch_sync', placeholder: 'e.g. batch_sync', description });
