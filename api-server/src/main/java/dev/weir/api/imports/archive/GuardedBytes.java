package dev.weir.api.imports.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Unpacked bytes, counted against the packed ones they come from. */
final class GuardedBytes extends FilterInputStream {

    private final String name;
    private final ArchiveLimits limits;
    private final LongSupplier packed;
    private long count;

    /** @param packed how many packed bytes have been used so far */
    GuardedBytes(InputStream in, String name, ArchiveLimits limits, LongSupplier packed) {
        super(in);
        this.name = name;
        this.limits = limits;
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        counted(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        counted(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        counted(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void counted(long bytes) throws UnsafeArchiveException {
        count += bytes;
        limits.check(name, packed.getAsLong(), count);
        limits.checkTotal(count);
    }
}
