package dev.weir.api.demo;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked from their Maven artifact when they are not there yet. */
final class PostgresPrograms {

    private PostgresPrograms() {}

    /**
     * Unpacks the programs for this machine below a folder, once per edition of them.
     *
     * @return the folder that holds {@code bin}, {@code lib} and {@code share}
     */
    static Path unpacked(Path folder) {
        byte[] archive = archive();
        var home = folder.resolve(digest(archive));
        if (Files.exists(home)) {
            return home;
        }
        var fresh = folder.resolve(home.getFileName() + ".new");
        try {
            DemoFiles.delete(fresh);
            Files.createDirectories(fresh);
            unpack(archive, fresh);
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
            return home;
        } catch (IOException e) {
            throw new DemoFailure("cannot unpack PostgreSQL into " + folder + ": " + e.getMessage(), e);
        }
    }

    private static byte[] archive() {
        var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var system = name.contains("mac") ? "Darwin" : name.contains("linux") ? "Linux" : name;
        var machine = System.getProperty("os.arch");
        try (var in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                system, "amd64".equals(machine) ? "x86_64" : machine)) {
            return in.readAllBytes();
        } catch (IOException | IllegalStateException e) {
            throw new DemoFailure(
                    "there is no PostgreSQL for %s on %s among the demo's libraries (%s). Use ./weir server with a database of your own."
                            .formatted(name, machine, e.getMessage()),
                    e);
        }
    }

    private static String digest(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (InputStream xz = new XZInputStream(new ByteArrayInputStream(archive));
                var tar = new TarArchiveInputStream(xz)) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("entry " + entry.getName() + " points outside of the archive");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink() || entry.isLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    if (target.relativize(file).startsWith("bin")
                            && !file.toFile().setExecutable(true, false)) {
                        throw new IOException("cannot make " + file + " executable");
                    }
                }
            }
        }
    }
}
