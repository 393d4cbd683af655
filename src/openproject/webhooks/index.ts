export { isSignedBy } from './signature';
export { joinRemembered, judgeEvent } from './news';
export type { Remembered } from './news';
export { readWebhookEvent } from './webhookEvent';
export type { NamedLink, WebhookEvent } from './webhookEvent';
