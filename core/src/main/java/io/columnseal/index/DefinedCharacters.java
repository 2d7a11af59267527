package io.columnseal.index;

import java.util.Arrays;
import java.util.Base64;

/**
 * The characters that Unicode 13 defines, the version of Java 17. What Java says of any other depends on its version, so
 * the built-in normalizers leave those alone. Frozen by stored data.
 */
final class DefinedCharacters {

    /** All below are defined. */
    private static final int FIRST_GAP = 0x378;

    /**
     * Lengths of the runs of defined and undefined characters in turn, each in groups of seven bits, lowest first, the
     * highest bit set in all but the last. Made by DefinedCharactersTest on Java 17.
     */
    static final String RUNS =
            "APgGAgYEBwEBARQBjQMBJgIyAgMBNwgbBAYLHQHwAQE8AmUOOwIxAg8BHAIBAQs1FQESC7EBAQgCAgIWAQcBAQMEAgkCAgIE"
                    + "CAEEAgEFAhkCAwEGBAICFgEHAQIBAgECAgEBBQQCAgMDAQcEAQEHEQoDAQkBAwEWAQcBAgEFAgoBAwEDAgEPBAIMBwcBAwEI"
                    + "AgICFgEHAQIBBQIJAgICAwcDBAIBBQISCgIBBgMDAQQDAgEBAQIDAgMDAwwEBQMDAQQCAQYBDhUFDQEDARcBEAMIAQMBBAcC"
                    + "AQMFBAIKBxYBAwEXAQoBBQIJAQMBBAcCBwEBBAIKAQINDQEDATMBAwEGBBACGgEDARIDGAEJAQECBwMBBAYBAQEIBgoCAww6"
                    + "BB0lAgEBAQUBGAEBARcCBQEBAQYCCgIEIEgBJAQnASQBDwENJcYBAQEFAQL5AgEEAgcBAQEEAikBBAIhAQQCBwEBAQQCDwE5"
                    + "AQQCQwIgAxoGVgIGAp0FA1kHDQEHCxcJFAwNAQMBAgxeAgoGCgYPAQoGWQcrBUYKHwEMBAwEAQMqAgULLAQaBgsDPgJBAR0C"
                    + "CwYKBg4CET9MBC0DdAg8Aw8DPAcrAgsIKwX6AQGbAgIGAiYCBgIIAQEBAQEBAR8CNQEPAQ4CBgETAgMBCQFlAQwCGwENAyAQ"
                    + "IQ+MAQSXBRkLFZQOAiABmAEBLwGUAQUtAQEFAQI4BwIOGAkHAQcBBwEHAQcBBwEHAQcBcy0aAVkM1gEaDARAAVYCZwUrAV4B"
                    + "VAwvAd3bAQONCQM3CdwCFLgBCMABAgkqOAMKBjgIRggMBnQLHgNOAQsEIQE3CQ4CCgJnGBwKBgIGAgYJBwEHATwEfgIKBqRX"
                    + "DBcEMQTuRAJqJgcMBQUaAQUBAQECAQIBfBHtAhBAAjYoDgIaBjMBEwEEBAUBhwECAQG+AQMGAgYCBgIDAwcBBwoFAgwBGgET"
                    + "AQIBDwIOInsFAwQtA1gBDQMBLy6CAR0DMQ8cBCQJHgUrBR4BJQQOKp4BAgoGJAQkBCgINAsBkAG3AgkWCgiYAQYCAQEsAQID"
                    + "AQIXAUgICTATAQIFIQMbBQFAOAQUAjIBAgUIAQMBHQIDBAoHCQdAICcEDAk2Ax0CGwUaBwQMB1BJNzMNMwcuCAqmAh8BKgED"
                    + "AgJOKAgqVhwUFwlOBB4PQwsBAhkHCgY1ARIIJwlgARQLEgEsQQcBAQEEAQ8BCwY7BQoGBAEIAgICFgEHAQIBBQEKAgICAwIB"
                    + "BgEFBwIHAwWLAVwBBR5ICAqmATYCJiJFCwoGDRM5Bwo2GwIPBBDAATxkUwwIAgECCAECAR4BAgIMCQpGCAIuAgsbSAhTHTmH"
                    + "AgkBLQEOCh0DIAIWAQ5JBwECASwDAQECAQkICgYGAQIBJQECAQYHCrYCGbcBAQ8yDZsHZm8BBQvEAbwVrwgBCccfxwS5Q7kE"
                    + "Bx8BCgQCYB4CBgpGCgoBBwEVBROwBVtlSwQ5BxFABQsCDvgvCNYJKgn3RZ8CMQMRBAiMA4QSawUNAwkHCgII3Cb2AQonAsAB"
                    + "F0aaARQMVwkZhwFVAUcBAgIBAgICBAEMAQEBBwFBAQQCCAEHARwBBAEFAQEDBwHUAgKkAgK+BQ8FAQ/QCgcBEQIHAQIBBdUB"
                    + "LQMOAgoEAvACOgUBgArFAQIQKUwECgQCkQZETD3CAQQBGwECAQECAQEKAQQBAQEBBgEEAQEBAQEBAwECAQECAQEBAQEBAQEB"
                    + "AQIBAQIEAQcBBAEEAQEBCgERBQMBBQERNAKOAiwEZAwPAg8BDwElCq4BOB0NLAQJBwIOBpoB2AcIDQMNA3QMWQcMFAwEOAgK"
                    + "BigIHgICTnkBUgGHAQwOAgUDAwUHCRkHBwkDDQcpkwEBNyUKhgjezQIitSAL3gECgi0OsTqfGJ4E4gvLJrbZKwEeYIAB8AGQ"
                    + "/AP+/wMC/v8D";

    /** Where runs begin, those of defined characters at even indexes. */
    private static final int[] BOUNDARIES = boundaries(Base64.getDecoder().decode(RUNS));

    private DefinedCharacters() {}

    static boolean contains(int character) {
        if (character < FIRST_GAP) {
            return true;
        }
        int found = Arrays.binarySearch(BOUNDARIES, character);
        int run = found >= 0 ? found : -found - 2;
        return run % 2 == 0;
    }

    private static int[] boundaries(byte[] runs) {
        int[] boundaries = new int[runs.length];
        int count = 0;
        int boundary = 0;
        int shift = 0;
        for (byte group : runs) {
            boundary += (group & 0x7F) << shift;
            shift += 7;
            if (group >= 0) {
                boundaries[count++] = boundary;
                shift = 0;
            }
        }
        return Arrays.copyOf(boundaries, count);
    }
}
