export * from './types';
export { compileMapping } from './compileMapping';
export { compileLens } from './compileLens';
export { compileTimeZone, type TimeZone } from './timeZone';
export { flrtsPreset } from './presets/flrtsPreset';
export { flrtsLegacyPreset } from './presets/flrtsLegacyPreset';
export type { FlrtsLegacyOptions, FlrtsOptions, MappingPreset, ValueTables } from './presets/types';
