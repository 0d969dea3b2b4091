import { answerOrder } from "../../../lib/orders.js";

export const GET = answerOrder;
