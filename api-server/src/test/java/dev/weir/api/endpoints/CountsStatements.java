package dev.weir.api.endpoints;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a test that counts the statements of these endpoints, at the smallest and the largest size, and asserts
 * {@link Endpoint#statements}. An endpoint that no test counts fails {@code StatementsTest}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CountsStatements {
    /** The endpoints that it counts. */
    Endpoint[] value();
}
