package dev.weir.billing.catalogue;

/** What a call of an endpoint spends, besides one request of the endpoint's windows. */
public enum Cost {
    /** Nothing more. */
    ONE_REQUEST,
    /** One of the month's posts for each post handed out. */
    POSTS_RETURNED
}
