/** Builds a response whose body `fill` writes while it is sent. */
export function streamed(type, fill) {
  const encoder = new TextEncoder();
  let isOver = false;
  const body = new ReadableStream({
    start(controller) {
      const write = (text) => {
        if (!isOver) controller.enqueue(encoder.encode(text));
      };
      void fill({ write, isOver: () => isOver }).then(() => {
        if (!isOver) controller.close();
      });
    },
    cancel() {
      isOver = true;
    },
  });
  return new Response(body, { headers: { "content-type": type } });
}
