import { appRoutes } from "../../routes.js";
import { clock, sessions, web } from "../../sessions.js";

/** Makes the route handler of a row of the table. */
function handlerOf({ answer, guard, path }) {
  const handler = async (_request, session) =>
    Response.json(await answer(session, { sessions, clock, path }));
  switch (guard.kind) {
    case "none":
      return async (request) => handler(request, await web.session());
    case "login":
      return web.withLogin(handler);
    case "fresh":
      return web.withFresh(guard, handler);
    default:
      return web.withRecentLogin(guard, handler);
  }
}

const handlers = new Map(appRoutes.map((route) => [`${route.method} ${route.path}`, handlerOf(route)]));
const other = web.withLogin((request) => Response.json({ path: request.nextUrl.pathname }));

/** Answers every path that has no file of its own. */
async function answer(request, context) {
  const { path } = await context.params;
  const handler = handlers.get(`${request.method} /${path.join("/")}`) ?? other;
  return await handler(request, context);
}

export { answer as GET, answer as POST };
