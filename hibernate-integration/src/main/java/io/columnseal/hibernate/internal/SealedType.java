package io.columnseal.hibernate.internal;

/**
 * Implemented by the Hibernate type ({@code JdbcMapping}) of an encrypted attribute, and of one that stands for a part of
 * it, which is how queries and the catalogue recognise one wherever it turns up in the mapping model.
 */
public interface SealedType {

    /** The attribute this type was made for; a type serves one attribute only. */
    EncryptedAttribute attribute();
}
