import { packageSchema } from '../../n8n/parameters/packageSchema';

export const whereTablesAre = packageSchema("Schema of the package's own tables, as given in Batch Sync");
