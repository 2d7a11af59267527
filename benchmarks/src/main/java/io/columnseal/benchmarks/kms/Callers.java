package io.columnseal.benchmarks.kms;

import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.WrappedKey;
import io.columnseal.kms.aws.AwsKms;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.kms.KmsClient;

/** Who calls. The names are what {@code --only} takes. */
public enum Callers {
    columnseal("ColumnSeal", AwsKmsCaller::new),
    bare("bare AWS SDK", BareCaller::new);

    static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private final String title;
    private final BiFunction<KmsClient, String, Caller> factory;

    Callers(String title, BiFunction<KmsClient, String, Caller> factory) {
        this.title = title;
        this.factory = factory;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** @param arn of the KMS key */
    Caller create(KmsClient client, String arn) {
        return factory.apply(client, arn);
    }

    /** Makes the measured calls. */
    interface Caller {

        /** Unwraps a data key. */
        byte[] unwrap(WrappedKey wrapped);

        /** Makes a data key; its wrapped form. */
        WrappedKey generate();
    }

    /** Ours, with the client that it is given. */
    private record AwsKmsCaller(AwsKms kms) implements Caller {

        private AwsKmsCaller(KmsClient client, String arn) {
            this(AwsKms.builder(arn).client(client).build());
        }

        @Override
        public byte[] unwrap(WrappedKey wrapped) {
            return kms.unwrap(wrapped, CONTEXT);
        }

        @Override
        public WrappedKey generate() {
            try (var generated = kms.generateDataKey(CONTEXT)) {
                return generated.wrapped();
            }
        }
    }
}
