/** What loggers are called everywhere: `console`, `log`, `logger`, `Logger`, `authLogger`, `job_logger`. */
export const LOGGER_NAME = /^(?:console|log|logger)$|(?:Logger|_logger)$/iu;

/** Packages whose loggers are known by declaration; of the others with a name, only these exports. */
export const LOGGER_PACKAGES: Readonly<Record<string, readonly string[] | "all">> = {
  "@nestjs/common": ["Logger", "ConsoleLogger", "LoggerService"],
  bunyan: "all",
  consola: "all",
  loglevel: "all",
  pino: "all",
  tslog: "all",
  winston: "all",
};
