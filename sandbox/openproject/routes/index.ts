import type { Route } from '../http/router';
import { activityRoutes } from './activityRoutes';
import { catalogRoutes } from './catalogRoutes';
import { peopleRoutes } from './peopleRoutes';
import { projectRoutes } from './projectRoutes';
import { rootRoutes } from './rootRoutes';
import { timeEntryRoutes } from './timeEntryRoutes';
import { workPackageRoutes } from './workPackageRoutes';

/** Everything the stand-in answers to. */
export const allRoutes: readonly Route[] = [...rootRoutes, ...catalogRoutes, ...peopleRoutes, ...projectRoutes, ...workPackageRoutes, ...activityRoutes, ...timeEntryRoutes];
