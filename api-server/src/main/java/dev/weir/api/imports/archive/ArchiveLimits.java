package dev.weir.api.imports.archive;

/**
 * What an archive may cost to read.
 *
 * @param entries files and folders at most
 * @param ratio how many bytes one packed byte may become, once {@link #FREE_BYTES} are reached
 * @param bytes unpacked bytes of all files together
 */
public record ArchiveLimits(int entries, int ratio, long bytes) {

    /** Below this no ratio is suspicious: an empty table packs well. */
    static final long FREE_BYTES = 1 << 20;

    /**
     * Half a million entries (an archive has a file for each picture), 200 times the packed size (posts as JSON pack to
     * a tenth; DEFLATE reaches 1,032 with nothing but repetition), 50 GiB.
     */
    public static final ArchiveLimits STANDARD = new ArchiveLimits(500_000, 200, 50L << 30);

    /** @throws UnsafeArchiveException so few bytes became so many */
    void check(String name, long packed, long unpacked) throws UnsafeArchiveException {
        if (unpacked > FREE_BYTES && unpacked / ratio > packed) {
            throw new UnsafeArchiveException(
                    "%s unpacks to more than %d times its size, as an archive bomb does".formatted(name, ratio));
        }
    }

    /** @throws UnsafeArchiveException it is too large altogether */
    void checkTotal(long unpacked) throws UnsafeArchiveException {
        if (unpacked > bytes) {
            throw new UnsafeArchiveException("it unpacks to more than %,d bytes".formatted(bytes));
        }
    }
}
