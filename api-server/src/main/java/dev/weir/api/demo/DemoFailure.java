package dev.weir.api.demo;

import org.jspecify.annotations.Nullable;

/** Something a person can put right kept the demo from doing what was asked; the message says what, and what to do. */
public final class DemoFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DemoFailure(String message) {
        super(message);
    }

    public DemoFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
