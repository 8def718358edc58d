/** What happens to the users when an operation fails and nobody does anything about it. */
const CONSEQUENCES: Readonly<Record<string, string>> = {
  "message.create": "the message is lost",
  "application.create": "the customer has no application, and later messages to it fail",
  "application.getOrCreate": "the customer may have no application, and later messages to it fail",
  "endpoint.create": "the URL is never registered and gets no messages",
  "endpoint.recover": "the failed messages are never sent again",
  "endpoint.replayMissing": "the missing messages are never sent again",
  "endpoint.bulkReplay": "the messages are never replayed",
  "endpoint.rotateSecret": "the old secret stays in force",
  "endpoint.sendExample": "the test event is never sent",
  "authentication.appPortalAccess": "the user is sent to an undefined URL",
  "authentication.expireAll": "portal links stay valid",
  "messageAttempt.resend": "the message is not sent again",
  "message.precheck": "a missing answer reads as if nobody subscribed",
};

/** The consequence as a clause to put after a colon; for other operations that the work is not done. */
export function consequenceOf(operation: string): string {
  return CONSEQUENCES[operation] ?? "what it should have done is not done";
}
