/** HTTP status of exception classes whose name is their status: Nest, http-errors, Hono, tRPC. */
const STATUS_OF_CLASS: Readonly<Record<string, number>> = {
  BadRequestException: 400,
  UnauthorizedException: 401,
  ForbiddenException: 403,
  NotFoundException: 404,
  MethodNotAllowedException: 405,
  NotAcceptableException: 406,
  RequestTimeoutException: 408,
  ConflictException: 409,
  GoneException: 410,
  PreconditionFailedException: 412,
  PayloadTooLargeException: 413,
  UnsupportedMediaTypeException: 415,
  ImATeapotException: 418,
  MisdirectedException: 421,
  UnprocessableEntityException: 422,
  InternalServerErrorException: 500,
  NotImplementedException: 501,
  BadGatewayException: 502,
  ServiceUnavailableException: 503,
  GatewayTimeoutException: 504,
  BadRequest: 400,
  Unauthorized: 401,
  PaymentRequired: 402,
  Forbidden: 403,
  NotFound: 404,
  Conflict: 409,
  UnprocessableEntity: 422,
  InternalServerError: 500,
};

/** HTTP status of the error codes of tRPC and oRPC. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  PARSE_ERROR: 400,
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  PAYMENT_REQUIRED: 402,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  TIMEOUT: 408,
  CONFLICT: 409,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNPROCESSABLE_CONTENT: 422,
  TOO_MANY_REQUESTS: 429,
  CLIENT_CLOSED_REQUEST: 499,
  INTERNAL_SERVER_ERROR: 500,
  NOT_IMPLEMENTED: 501,
  BAD_GATEWAY: 502,
  SERVICE_UNAVAILABLE: 503,
  GATEWAY_TIMEOUT: 504,
};

/** HTTP statuses by the other names that packages of constants have for them: those of RFC 9110. */
const STATUS_OF_NAME: Readonly<Record<string, number>> = {
  ...STATUS_OF_CODE,
  OK: 200,
  CREATED: 201,
  ACCEPTED: 202,
  NO_CONTENT: 204,
  RESET_CONTENT: 205,
  MOVED_PERMANENTLY: 301,
  FOUND: 302,
  SEE_OTHER: 303,
  NOT_MODIFIED: 304,
  TEMPORARY_REDIRECT: 307,
  PERMANENT_REDIRECT: 308,
  REQUEST_TIMEOUT: 408,
  GONE: 410,
  UNPROCESSABLE_ENTITY: 422,
};

const STATUS_OF_LETTERS: ReadonlyMap<string, number> = new Map(
  Object.entries(STATUS_OF_NAME).map(([name, status]) => [lettersOf(name), status]),
);

/** The status of `INTERNAL_SERVER_ERROR`, `InternalServerError` or `internalServerError`. */
export function statusOfName(name: string): number | undefined {
  return STATUS_OF_LETTERS.get(lettersOf(name));
}

function lettersOf(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

export function statusOfClass(name: string): number | undefined {
  return STATUS_OF_CLASS[name];
}

export function statusOfCode(code: string): number | undefined {
  return STATUS_OF_CODE[code];
}
