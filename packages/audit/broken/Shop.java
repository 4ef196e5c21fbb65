import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A shop with a catalogue and orders, and with mistakes that pass every happy path. Started with its port and a folder. */
public class Shop {
  private static final Map<Integer, String> ORDERS = new ConcurrentHashMap<>();
  private static final AtomicInteger IDS = new AtomicInteger();
  private static Path folder;

  public static void main(String[] arguments) throws IOException {
    folder = Path.of(arguments[1]);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", Shop::handle);
    server.start();
  }

  private static void handle(HttpExchange exchange) throws IOException {
    try {
      route(exchange);
    } catch (Exception failure) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      answer(exchange, 500, "text/plain", trace.toString());
    }
  }

  private static void route(HttpExchange exchange) throws Exception {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    if (path.equals("/")) {
      // Counted with each look: a GET that changes something, under a tag that never does.
      exchange.getResponseHeaders().set("ETag", "v1");
      exchange.getResponseHeaders().set("Last-Modified", "2026-11-01 10:00:00");
      exchange.getResponseHeaders().set("Cache-Control", "no-store, max-age=31536000, public");
      exchange.getResponseHeaders().set("Set-Cookie", "SESSIONID=" + IDS.incrementAndGet() + "; Domain=127.0.0.1");
      answer(exchange, 200, "text/html", "<h1>Shop</h1><script>alert(1)</script>");
    } else if (path.equals("/orders")) {
      if (method.equals("POST")) {
        int id = IDS.incrementAndGet();
        ORDERS.put(id, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        answer(exchange, 201, "application/json", "{\"id\": " + id + "}");
      } else {
        answer(exchange, 200, "text/plain", "[" + String.join(",", ORDERS.values()) + "]");
      }
    } else if (path.startsWith("/orders/")) {
      int id = Integer.parseInt(path.substring("/orders/".length()));
      if (method.equals("DELETE")) ORDERS.remove(id);
      if (method.equals("PUT")) ORDERS.put(id, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      answer(exchange, 200, "application/json", ORDERS.get(id).toString());
    } else if (path.startsWith("/files/")) {
      // Decoded once more than the server has done already.
      String name = URLDecoder.decode(path.substring("/files/".length()), StandardCharsets.UTF_8);
      answer(exchange, 200, "application/octet-stream", Files.readString(folder.resolve(name)));
    } else if (path.equals("/hello")) {
      String query = exchange.getRequestURI().getQuery();
      answer(exchange, 200, "text/html", "<p>Hello " + query + "</p>");
    } else {
      answer(exchange, 400, "text/html", "<p>There is no " + path + "</p>");
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Server", "Shop/2.4.1 (Java " + System.getProperty("java.version") + ")");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
