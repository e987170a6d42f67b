package dev.weir.billing.catalogue;

import java.util.Optional;

/**
 * Which catalogue a node goes by, for health checks and metrics.
 *
 * @param version number of the version in force here
 * @param sha256 its hash
 * @param fromDisk whether it was read from local disk and the database has not confirmed it yet
 * @param problem why a newer version is not in force here, or why nobody can tell; empty when all is well
 */
public record CatalogueState(long version, String sha256, boolean fromDisk, Optional<String> problem) {}
