package io.columnseal;

import io.columnseal.cipher.SealedValue;
import io.columnseal.key.KeyId;
import org.jspecify.annotations.Nullable;

/** What may have become of a sealed value in a text column, so that it is no sealed text any more. */
public enum TamperedText {
    TRUNCATED {
        @Override
        public String of(String sealed) {
            return sealed.substring(0, sealed.length() - 1);
        }
    },
    ILLEGAL_CHARACTER {
        @Override
        public String of(String sealed) {
            return sealed.substring(0, 20) + '!' + sealed.substring(21);
        }
    },
    /** Of the bits that no byte needs; there are some unless the value has a multiple of three bytes. */
    LAST_CHARACTER_NOT_CANONICAL {
        @Override
        public String of(String sealed) {
            char last = sealed.charAt(sealed.length() - 1);
            return sealed.substring(0, sealed.length() - 1) + (char) (last + 1);
        }
    },
    REPLACED_BY_PLAINTEXT {
        @Override
        public String of(String sealed) {
            return "value";
        }
    };

    public abstract String of(String sealed);

    /** What listeners, the access log and health are to hear, once. */
    public SealEvent event(String context, String sealed) {
        return new SealEvent.DecryptionFailed(context, this == REPLACED_BY_PLAINTEXT ? null : key(sealed));
    }

    private static @Nullable KeyId key(String sealed) {
        return SealedValue.beginningOf(sealed).orElseThrow().key();
    }
}
