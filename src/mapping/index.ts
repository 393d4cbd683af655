export * from './types';
export { compileMapping } from './compileMapping';
export { compileLens } from './compileLens';
export { flrtsPreset } from './presets/flrtsPreset';
export { flrtsLegacyPreset } from './presets/flrtsLegacyPreset';
export type { FlrtsLegacyOptions, FlrtsOptions, MappingPreset, ValueTables } from './presets/types';
