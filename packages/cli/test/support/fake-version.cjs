// Preloaded: makes the Node that runs say that it is another.
Object.defineProperty(process, "version", { value: process.env.FAKE_VERSION });
