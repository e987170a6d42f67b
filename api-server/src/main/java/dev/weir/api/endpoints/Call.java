package dev.weir.api.endpoints;

import dev.weir.api.keys.Caller;
import jakarta.servlet.ServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;

/**
 * The call in progress: who makes it and what the plan allows. The gateway puts it on the request, features read it.
 *
 * @param caller whom the key speaks for
 * @param policy what the caller's plan says of this endpoint
 */
public record Call(Caller caller, Policy policy) {

    private static final String PROPERTY = Call.class.getName();

    /** The call that this request makes. Only for methods marked {@link Serves}: elsewhere there is none. */
    public static Call of(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof Call call) {
            return call;
        }
        throw new IllegalStateException("no call on this request: is the resource method marked @Serves?");
    }

    /** Whether this request has come so far that it is a call: authenticated, and with a policy. */
    public static boolean isOn(ContainerRequestContext request) {
        return request.getProperty(PROPERTY) instanceof Call;
    }

    /** Puts the call on the request. */
    public void attachTo(ContainerRequestContext request) {
        request.setProperty(PROPERTY, this);
    }

    /** Puts the call on a request that Jersey has not seen yet. */
    public void attachTo(ServletRequest request) {
        request.setAttribute(PROPERTY, this);
    }
}
