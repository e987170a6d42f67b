package dev.weir.limits.cluster;

/** This node cannot take part in the cluster of the limit store: wrong address, or a port that is taken. */
public final class ClusterStartException extends RuntimeException {

    public ClusterStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
