package io.connpool.sample.front;

import io.connpool.PoolException;
import io.connpool.sample.protocol.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Says in JSON what went wrong.
 */
@RestControllerAdvice
class Problems {

	private static final Logger logger = LoggerFactory.getLogger(Problems.class);

	@ExceptionHandler
	ResponseEntity<ProblemDetail> refused(RefusedException ex) {
		ResponseEntity.BodyBuilder response = ResponseEntity.status(status(ex.status()));
		if (ex.status() == Status.NO_SESSION) {
			response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		}
		return response.body(problem(status(ex.status()), ex));
	}

	@ExceptionHandler({ PoolException.class, UnreachableException.class })
	ResponseEntity<ProblemDetail> unreachable(RuntimeException ex) {
		Throwable root = rootCause(ex);
		logger.warn("Answered 503: {}; root cause: {}", ex.toString(), root.toString());
		// names of types only: messages tell of threads, addresses and files
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"no answer from the user service: " + ex.getClass().getSimpleName()
						+ ((root != ex) ? ", caused by " + root.getClass().getSimpleName() : ""));
		problem.setTitle("The user service cannot be reached");
		problem.setProperty("cause", root.getClass().getSimpleName());
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, "1").body(problem);
	}

	private static HttpStatus status(Status status) {
		return switch (status) {
			case OK -> HttpStatus.OK;
			case BAD_REQUEST -> HttpStatus.BAD_REQUEST;
			case WRONG_CREDENTIALS, NO_SESSION -> HttpStatus.UNAUTHORIZED;
			case NAME_TAKEN -> HttpStatus.CONFLICT;
			case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
			case FAILED -> HttpStatus.BAD_GATEWAY;
		};
	}

	private static ProblemDetail problem(HttpStatus status, Exception ex) {
		return ProblemDetail.forStatusAndDetail(status, ex.getMessage());
	}

	private static Throwable rootCause(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		return root;
	}

}
