package io.columnseal.benchmarks.field;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Keys, tenants and associated data that all contestants share. Nothing here is secret. */
final class TestData {

    static final String COLUMN = "patient.ssn";
    static final int HEADER_BYTES = 9;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private TestData() {}

    static String tenant(int number) {
        return String.format("clinic-%03d", number);
    }

    /** An AES-256 key for each tenant. */
    static byte[][] keys(int tenants) {
        byte[][] keys = new byte[tenants][32];
        Random random = new Random(42);
        for (byte[] key : keys) {
            random.nextBytes(key);
        }
        return keys;
    }

    /** Associated data exactly as long as ColumnSeal's: label, header, tenant and column, counted and length-prefixed. */
    static byte[] associatedData(int tenant) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeShort(4);
            for (byte[] element :
                    new byte[][] {utf8("columnseal/field/1"), new byte[HEADER_BYTES], utf8(tenant(tenant)), utf8(COLUMN)
                    }) {
                out.writeInt(element.length);
                out.write(element);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[][] associatedDataOf(int tenants) {
        byte[][] all = new byte[tenants][];
        for (int tenant = 0; tenant < tenants; tenant++) {
            all[tenant] = associatedData(tenant);
        }
        return all;
    }

    /** Letters, so that a converter of strings could hold them too. */
    static byte[][] plaintexts(int count, int sizeBytes) {
        byte[][] plaintexts = new byte[count][sizeBytes];
        Random random = new Random(7);
        for (byte[] plaintext : plaintexts) {
            for (int i = 0; i < sizeBytes; i++) {
                plaintext[i] = (byte) ('a' + random.nextInt(26));
            }
        }
        return plaintexts;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
