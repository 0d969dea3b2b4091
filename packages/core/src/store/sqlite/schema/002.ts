/** What the last login through an app asked for: nothing that was typed is asked twice. */
export const asked = `
ALTER TABLE client ADD COLUMN asked TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(asked));
`;
