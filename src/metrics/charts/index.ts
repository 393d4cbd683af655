export { chartStyles } from './colours';
export { conflictsChart } from './conflictsChart';
export { durationsChart, failuresChart, lagChart, runsChart, throughputChart } from './runCharts';
