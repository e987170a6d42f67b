package dev.weir.billing.catalogue;

import java.util.List;

/**
 * How a plan offers an endpoint.
 *
 * @param windows allowances, all of which hold; shortest period first, no two of the same period and holder. Empty when
 *     the endpoint is unlimited
 */
public record Terms(List<Allowance> windows) {

    static final Terms UNLIMITED = new Terms(List.of());

    public Terms {
        windows = List.copyOf(windows);
    }

    /** Whether everything that the other terms allow is allowed by these. */
    boolean cover(Terms other) {
        return windows.stream().allMatch(mine -> other.windows.stream().anyMatch(mine::covers));
    }
}
